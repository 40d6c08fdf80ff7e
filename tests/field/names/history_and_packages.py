# A repository with its history, and with what `npm` has installed for a widget.
#
# scores: 3 3 2 2
# note: `.git` was set aside*`node_modules` was set aside
# never: were set aside

for number in range(600):
    work.put(f".git/objects/{number % 256:02x}/{number}", "")
    work.put(f"node_modules/widget-{number}/index.js", "")
for name in ["vanishing", "exploding"]:
    work.rename(name, f"work/{work.path(name).name}")
