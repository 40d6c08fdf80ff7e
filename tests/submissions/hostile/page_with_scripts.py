# Shows scripts, handlers, frames and forms in every format that a page may show.
#
# must: show nothing that acts

# %%
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

for html in (
    "<script>PWNED</script>", "<img src=x onerror=PWNED>", "<svg onload=PWNED>", "<a href='javascript:PWNED'>x</a>",
    "<iframe srcdoc='<script>PWNED</script>'></iframe>", "<style>@import 'PWNED'</style>", "<form action=PWNED><input></form>",
    "<math><mtext><table><mglyph><style><img title='</style><img src onerror=PWNED>'>", "<object data='PWNED'></object>",
    "<meta http-equiv=refresh content='0;PWNED'>", "<base href='PWNED'>", "<link rel=stylesheet href='PWNED'>",
    "<img src='http://127.0.0.1:@PORT@/PWNED'>", "<div style='background:url(http://PWNED)'>x</div>", "</pre></div><script>PWNED</script>",
):
    display(HTML(html))
    display(Markdown(html))
    display({"text/plain": html, "text/html": [html], "image/png": f'"><script>PWNED</script>{html}'}, raw=True)
    display({"application/vnd.jupyter.widget-view+json": {"model_id": f"</script>{html}"}, "application/json": html}, raw=True)
    print(html)
display(Javascript("PWNED"), Latex(r"$\href{javascript:PWNED}{x}\unicode{x}\require{PWNED}$"))
display(Markdown("[x](javascript:PWNED) ![x](http://127.0.0.1:@PORT@/PWNED) <script>PWNED</script>"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg'><script>PWNED</script></svg>"))
raise type("<script>PWNED</script>", (Exception,), {})("<script>PWNED</script>")
