"""Forms (问卷): XLSForm in, XForm and what its answers mean out, answers checked again; no Django, no clock."""
