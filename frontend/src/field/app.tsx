// Which screen stands there (屏幕选择).
import { defineComponent, type VNode } from "vue";
import { route, type Screen } from "./routes.ts";
import { session } from "./session.ts";
import { Locked, newTelephone, otherWindow, SealedScreen } from "./screens/before.tsx";
import { ChangePin } from "./screens/change_pin.tsx";
import { ChildScreen, ChooseForm, Problems } from "./screens/child.tsx";
import { Children } from "./screens/children.tsx";
import { ConflictScreen } from "./screens/conflict.tsx";
import { Contacts } from "./screens/contacts.tsx";
import { Filled } from "./screens/filled.tsx";
import { FormScreen } from "./screens/form.tsx";
import { FormsScreen } from "./screens/forms.tsx";
import { Harm } from "./screens/harm.tsx";
import { More } from "./screens/more.tsx";
import { Policies } from "./screens/policies.tsx";
import { RecordScreen } from "./screens/record.tsx";
import { Settings } from "./screens/settings.tsx";
import { DoorScreen, SweepScreen } from "./screens/sweep.tsx";
import { Today } from "./screens/today.tsx";

const SCREENS: Record<Screen, (key: string) => VNode> = {
  today: () => <Today />,
  child: (key) => <ChildScreen key={key} child={key} />,
  choose: (key) => <ChooseForm key={key} child={key} />,
  problems: (key) => <Problems key={key} child={key} />,
  form: (key) => <FormScreen key={key} draft={key} />,
  filled: () => <Filled />,
  record: (key) => <RecordScreen key={key} name={key} />,
  conflict: (key) => <ConflictScreen key={key} conflict={key} />,
  harm: (key) => <Harm key={key} child={key} />,
  more: () => <More />,
  children: () => <Children />,
  policies: (key) => <Policies key={key} advice={key} />,
  contacts: () => <Contacts />,
  forms: () => <FormsScreen />,
  settings: () => <Settings />,
  pin: () => <ChangePin />,
  sweep: (key) => <SweepScreen key={key} sweep={key} />,
  door: (key) => <DoorScreen key={key} door={key} />,
};

export const App = defineComponent({
  setup() {
    return () => {
      if (session.stage === "STARTING") return <p>正在打开……</p>;
      if (session.stage === "OTHER_WINDOW") return otherWindow();
      if (session.stage === "NEW") return newTelephone();
      if (session.stage === "SEALED") return <SealedScreen />;
      if (session.stage === "LOCKED") return <Locked />;
      return SCREENS[route.screen](route.key);
    };
  },
});
