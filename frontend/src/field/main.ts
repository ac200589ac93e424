// The field app (走访端): begins here.
import "./field.css";
import { createApp } from "vue";
import { App } from "./app.tsx";
import { followTheAddress } from "./routes.ts";
import { start, watch } from "./session.ts";
import { keepShell } from "./shell.ts";
import { showType } from "./type_size.ts";

showType();
followTheAddress();
createApp(App).mount("#app");
watch();
void start();
void keepShell();
