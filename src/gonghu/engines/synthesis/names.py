"""
Invented people's names (姓名): Zipf surnames, given names by generation, homophones and traditional forms.

The lists are the most frequent surnames and name characters; no combination stands for a real person.
"""

from gonghu.engines.synthesis.randomness import sql_list

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季"
    "裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "慕容", "司徒", "端木", "尉迟")

# Characters of given names by sex and generation: born before 1970, 1970–1994, since 1995.
GIVEN = {
    ("1", 0): "建国军明华平德荣福贵林生玉山海忠义树春发富金成万根宝长庆祥永兴文学新清良志云东水全双喜连保有",
    ("1", 1): "伟强磊军勇涛超杰鹏斌波辉刚峰亮龙飞凯浩健明宁俊博林旭东阳晓志鑫松坤立海洋江华成建国文昌永元",
    ("1", 2): "浩宇轩然博文子豪睿泽俊熙辰皓铭一诺航天佑梓晨奕嘉昊霖逸恒瑞哲铠韬骏翔屹煜琛锦程沐阳乐言",
    ("2", 0): "英秀兰珍凤芳桂玉梅莲香云花淑琴荣素翠春菊霞华月芬爱美娥金仙连喜红巧腊妹改凤枝存彩焕",
    ("2", 1): "丽娟艳敏静燕霞娜红芳玲梅莉洁琳婷颖雪慧萍丹蓉倩华云君晶佳晓蕾欣婧薇莹春媛妍虹珊玉青冬",
    ("2", 2): "梓涵欣怡诗雨萱妍馨语桐可佳若熙思彤梦瑶雅琪晨曦紫嫣静悦一诺昕艺沐舒然诺心玥宁婉清灵芷",
}
# Names of Uyghur and Tibetan form: given name, dot, father's name (姓名中的间隔号, GB/T 31438).
DOTTED_GIVEN = ("阿依古丽", "买买提", "古丽娜尔", "艾力", "帕提古丽", "吐尔逊", "热依汗", "努尔", "扎西", "卓玛")
DOTTED_LAST = ("买买提", "吐尔逊", "艾合买提", "阿不都拉", "依明", "卡德尔", "次仁", "多吉")

# One character written for another of the same sound (同音字).
HOMOPHONES = (
    ("伟", "玮"), ("萱", "轩"), ("涵", "晗"), ("怡", "宜"), ("欣", "鑫"), ("静", "婧"), ("霞", "侠"), ("军", "君"),
    ("华", "桦"), ("丽", "莉"), ("玉", "钰"), ("强", "蔷"), ("芳", "方"), ("文", "雯"), ("斌", "彬"), ("浩", "皓"),
    ("琪", "琦"), ("红", "虹"), ("兰", "岚"), ("明", "铭"), ("平", "萍"), ("梅", "玫"), ("宇", "雨"), ("辰", "晨"),
    ("杰", "洁"), ("娜", "那"), ("燕", "艳"), ("峰", "锋"), ("志", "智"), ("建", "健"), ("永", "勇"), ("国", "幗"),
    ("子", "梓"), ("佳", "嘉"), ("熙", "曦"), ("思", "偲"), ("诗", "施"), ("新", "心"), ("生", "升"), ("成", "诚"),
    ("徐", "许"), ("章", "张"), ("于", "余"), ("付", "傅"), ("闫", "阎"), ("江", "姜"), ("程", "陈"), ("吴", "武"),
)  # fmt: skip

# Simplified and traditional forms (繁体字), position by position.
SIMPLIFIED = "张刘陈杨黄赵吴孙马郑罗谢韩许邓萧卢钟陆叶苏吕范贾邹龙贺顾龚钱严汤温齐庞颜庄聂欧关焦俞左宁国军华贵银强丽红宝辉兴荣凤云兰东双东伟刚龙飞鑫杰诗语瑶灵泽"  # noqa: E501
TRADITIONAL = "張劉陳楊黃趙吳孫馬鄭羅謝韓許鄧蕭盧鍾陸葉蘇呂範賈鄒龍賀顧龔錢嚴湯溫齊龐顏莊聶歐關焦俞左寧國軍華貴銀強麗紅寶輝興榮鳳雲蘭東雙東偉剛龍飛鑫傑詩語瑤靈澤"  # noqa: E501

# Slots a surname list is spread over: the share of rank r is that of 1 / (r + 2.7), as in the census.
SURNAME_SLOTS = 4096
COMPOUND_SLOTS = 6


def surname_slots() -> list[str]:
    """Return ``SURNAME_SLOTS`` surnames in which each is as frequent as its rank says (Zipf)."""
    weights = [1 / (rank + 2.7) for rank in range(1, len(SURNAMES) + 1)]
    room = SURNAME_SLOTS - COMPOUND_SLOTS
    slots: list[str] = []
    total = 0.0
    for surname, weight in zip(SURNAMES, weights, strict=True):
        total += weight
        slots += [surname] * (round(room * total / sum(weights)) - len(slots))
    return slots + [COMPOUND_SURNAMES[n % len(COMPOUND_SURNAMES)] for n in range(COMPOUND_SLOTS)]


def given_character_case(sex: str, era: str, draw: str) -> str:
    """Return SQL that draws one character of a given name; ``draw`` is a whole number from 0 up."""
    arms = []
    for (of_sex, of_era), characters in GIVEN.items():
        letters = sql_list(list(characters))
        arms.append(f"WHEN {sex} = '{of_sex}' AND {era} = {of_era} THEN {letters}[1 + {draw} % {len(characters)}]")
    return f"CASE {' '.join(arms)} END"
