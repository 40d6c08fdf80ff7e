# Changes language, zone, encodings and the clock of its process, and of what it hopes to be the grader's.
#
# must: change its own outputs only

# %%
import builtins, codecs, io, json, locale, os, sys, time

os.environ |= {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "x", "PYTHONHASHSEED": "0", "PYTHONINSPECT": "1"}
time.tzset()
for kind in ("C", "tr_TR.UTF-8", "de_DE.UTF-8", ""):
    try:
        locale.setlocale(locale.LC_ALL, kind)
    except locale.Error:
        pass
attempt("the clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 0))
codecs.register(lambda name: codecs.lookup("latin-1") if name == "utf_8" else None)
json.dumps = lambda *args, **kwargs: '{"result": 3}'
time.time = time.monotonic = time.process_time = lambda: 0.0
sys.set_int_max_str_digits(0)
sys.setswitchinterval(100)
print("\ud800", "\x00" * 1000, "\u2028" * 1000, "e\u0301" * 1000, "Z" + "\u0335" * 50_000)
