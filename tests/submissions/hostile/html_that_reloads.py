# Shows HTML that would leave the page or load from elsewhere without a script: frames, forms, styles, icons.
#
# must: have none of it obeyed

# %%
from IPython.display import HTML, Markdown, display

for tag in (
    '<meta http-equiv="refresh" content="0;url=http://PWNED">', '<base href="http://PWNED/">', '<link rel="stylesheet" href="http://PWNED">',
    '<iframe srcdoc="<script>PWNED</script>"></iframe>', '<object data="http://PWNED"></object>', '<embed src="http://PWNED">',
    '<form action="http://PWNED"><input name=PWNED autofocus onfocus=PWNED></form>', '<button formaction="javascript:PWNED">x</button>',
    '<video poster="http://PWNED"><source src="http://PWNED"></video>', '<b style="background:url(http://PWNED)">x</b>',
    '<style>@import "http://PWNED"; * { background: url(//PWNED) }</style>', '<body background="http://PWNED">', '<img srcset="http://PWNED 1x">',
    '<svg><image href="http://PWNED"/><use href="http://PWNED#x"/></svg>', '<a href="https://PWNED" ping="http://PWNED">x</a>',
    '<table background="http://PWNED"><td background="http://PWNED">', '<details open ontoggle=PWNED>', '<b hidden=until-found onbeforematch=PWNED>',
    '<a href="java\tscript:PWNED">x</a>', '<a href=" &#1; javascript:PWNED">x</a>', '<noscript><p title="</noscript><img src=x onerror=PWNED>">',
    '<math><mtext><table><mglyph><style><img src=x onerror=PWNED>', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=PWNED>',
):
    display(HTML(tag), Markdown(tag), {"text/html": [tag], "text/plain": tag}, raw=False)
    display({"text/html": tag, "text/latex": tag, "text/markdown": tag}, raw=True)
