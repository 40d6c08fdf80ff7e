"""nbgrader's configuration of this course."""

from grading.course.pipeline import configure

c = get_config()  # noqa: F821
configure(c)

c.CourseDirectory.course_id = "d2l"
