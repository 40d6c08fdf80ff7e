# Shows SVG with scripts, entities that double sixty times, links, frames and a filter without end.
#
# must: run nothing, and be a picture at most

# %%
from IPython.display import SVG, display

laughs = "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(60))
svg = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "PWNED">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
svg += '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="PWNED"><script>PWNED</script>'
svg += '<foreignObject><iframe src="http://PWNED"/></foreignObject><text>&a60;&f;</text><use xlink:href="#x"/><image href="http://PWNED"/></svg>'
display({"image/svg+xml": svg, "text/plain": '"><script>PWNED</script>'}, raw=True)
display({"image/svg+xml": "<svg>" * 200_000, "text/plain": "'" * 1000}, raw=True)
display({"image/svg+xml": svg, "text/html": "<b>PWNED</b>"}, raw=True)
try:
    display(SVG(svg))
except Exception as error:
    print(error)
