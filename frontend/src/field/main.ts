// The field app (走访端): begins here.
import "./floor.ts";
import "./field.css";
import { createApp } from "vue";
import { App } from "./app.tsx";
import { followTheAddress } from "./routes.ts";
import { start, watch } from "./session.ts";
import { keepShell } from "./shell.ts";
import { showType } from "./type_size.ts";

// The program could be read: the page need not say that the browser is too old.
document.documentElement.dataset["began"] = "";
showType();
followTheAddress();
createApp(App).mount("#app");
watch();
void start();
void keepShell();
