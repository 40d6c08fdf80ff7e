# Gives itself full marks in the gradebook.
#
# must: be refused
# needs: isolation

# %%
import sqlite3

gradebook = sqlite3.connect("@COURSE@/gradebook.db", timeout=1)
gradebook.execute("update grade set auto_score = 3, manual_score = 3")
gradebook.commit()
loot("the gradebook")
