// Where the site is (网站地址): the only thing that a bureau changes. A business domain of the mini-program, with https.
module.exports = { SITE: "https://gonghu.example.gov.cn" };
