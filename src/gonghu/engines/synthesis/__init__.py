"""
The invented city (合成城市): departments' files with the truth about every child, of any size, from a seed.

Nobody in it exists. Names are put together from frequent characters; ID numbers bear real county codes and correct
check digits, but their sequence is counted up and stands for no one.
"""

from gonghu.engines.synthesis.city import Truth, generate_city
from gonghu.engines.synthesis.dialect import Style
from gonghu.engines.synthesis.dirt import Dirt
from gonghu.engines.synthesis.numbering import SequenceExhausted

__all__ = ["Dirt", "SequenceExhausted", "Style", "Truth", "generate_city"]
