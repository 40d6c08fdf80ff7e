"""The class, in nbgrader's terms: its folders, its gradebook, our steps in its pipeline."""
