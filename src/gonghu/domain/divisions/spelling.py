"""How the names of places are spelt for searching (地名拼音): 津南区 is jinnanqu, jnq."""

import re
import unicodedata
from typing import Final

from gonghu.standards.pinyin import PINYIN

# Readings that places have and the single character most often has not; the longer word goes first. From the national
# gazetteer as commonly known; provinces to counties were compared with pypinyin's phrases one by one.
_READINGS: Final = dict(
    line.split(" ", 1)
    for line in """
长子 zhang zi|长 chang|都 du|重庆 chong qing|厦门 xia men|西藏 xi zang|藏族 zang zu|藏青 zang qing|六安 lu an|六合 lu he
乐亭 lao ting|乐清 yue qing|中牟 zhong mu|牟平 mu ping|东阿 dong e|佛山 fo shan|万柏林 wan bo lin|吴堡 wu bu|喀什 ka shi
大埔 da bu|大城县 dai cheng xian|宝坻 bao di|尉犁 yu li|弥勒 mi le|疏勒 shu le|枞阳 zong yang|泌阳 bi yang|犍为 qian wei
番禺 pan yu|茄子 qie zi|蔚县 yu xian|蚌埠 beng bu|铅山 yan shan|黄陂 huang pi|洪洞 hong tong
浚县 xun xian|莘县 shen xian|单县 shan xian|涡阳 guo yang
歙县 she xian|筠连 jun lian|宕昌 tan chang|柞水 zha shui|荥经 ying jing|繁峙 fan shi
井陉 jing xing|渑池 mian chi|盱眙 xu yi|临朐 lin qu
""".replace("\n", "|").split("|")
    if line
)
_PLACES: Final = re.compile("|".join(sorted(_READINGS, key=len, reverse=True)))


def spelt(name: str) -> tuple[str, str]:
    """Give the pinyin of a place in one word and the first letters of its syllables; places have no surnames."""
    table = PINYIN.entries
    text, syllables, start = normal(name), [], 0
    for place in _PLACES.finditer(text):
        syllables += [table.get(one, one.lower()) for one in text[start : place.start()] if one.isalnum()]
        syllables += _READINGS[place.group()].split()
        start = place.end()
    syllables += [table.get(one, one.lower()) for one in text[start:] if one.isalnum()]
    return "".join(syllables), "".join([syllable[0] for syllable in syllables])


def normal(name: str) -> str:
    """Write a name in half width without blanks, as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())
