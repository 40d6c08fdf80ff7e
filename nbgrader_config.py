"""nbgrader's configuration of this course."""

from grading import configure

c = get_config()  # noqa: F821
configure(c)

c.CourseDirectory.course_id = "d2l"
