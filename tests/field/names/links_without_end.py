# A data set was handed in as a folder of links, which lead nowhere here.
#
# scores: 3 3 2 2
# note: 1495 more were set aside: each is a link to another file.
# never: `data/1499.png`

work.path("data").mkdir()
for number in range(1500):
    work.path(f"data/{number}.png").symlink_to(f"/home/me/data/{number}.png")
