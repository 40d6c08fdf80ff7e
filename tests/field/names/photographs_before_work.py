# A phone's album was in the folder, and its pictures are before the notebooks in the alphabet.
#
# scores: 3 3 2 2
# note: * more were set aside: each is one of too many or too large files.

for number in range(1200):
    work.put(f"IMG_{number}.jpg", b"\xff\xd8\xff")
