// Says so when the browser cannot read the program (浏览器太旧). Written for any browser there is: nothing newer than ES5.
// Nothing that is stored on the telephone is touched.
(function () {
  var missing = false;

  function show(name) {
    document.documentElement.setAttribute("data-type", "large");
    document.getElementById("app").setAttribute("hidden", "");
    document.getElementById(name).removeAttribute("hidden");
  }

  // The duty telephone of whoever signed in here before; see numbers.ts.
  function callDuty() {
    var said, phone;
    try {
      said = JSON.parse(localStorage.getItem("gonghu-numbers") || "{}");
      phone = document.getElementById("too-old-duty");
      if (!said.duty_phone) return;
      phone.setAttribute("href", "tel:" + said.duty_phone);
      phone.appendChild(document.createTextNode(said.duty_phone));
      phone.removeAttribute("hidden");
    } catch (refusal) {
      // Without it 110 stands there.
    }
  }

  // A program that did not arrive is not one that cannot be read.
  window.addEventListener(
    "error",
    function (event) {
      if (event.target && event.target.tagName === "SCRIPT") missing = true;
    },
    true
  );
  // The program runs before the page counts as loaded, if it can.
  window.addEventListener("load", function () {
    if (document.documentElement.getAttribute("data-began") !== null) return;
    show(missing ? "not-loaded" : "too-old");
    callDuty();
  });
})();
