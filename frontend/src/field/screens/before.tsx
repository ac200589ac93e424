// Before the store is open (打开之前): signing in and choosing a PIN once, then the PIN each time.
import { defineComponent, type PropType, ref } from "vue";
import { NewPin } from "../new_pin.tsx";
import { emergency, notice, plainPage, signInLink } from "../parts.tsx";
import type { Failure } from "../server.ts";
import { opening, server, session, start, vault } from "../session.ts";
import { newerVersion, takeNewerVersion } from "../shell.ts";
import { PinBox } from "../pin_box.tsx";
import type { KeyPieces } from "../vault.ts";

type Step = "LOOKING" | "SIGN_IN" | "CHOOSE" | "FAILED";

// Sign in if need be, then choose a PIN twice; for a new telephone, and for whoever forgot the PIN.
export const ChoosePin = defineComponent({
  props: {
    fetchPieces: { type: Function, required: true },
    use: { type: Function, required: true },
    title: String,
    // For whoever remembers the PIN after all, or has no network.
    back: Function as PropType<() => void>,
  },
  setup(props) {
    const step = ref<Step>("LOOKING");
    const said = ref("");
    let pieces: KeyPieces | null = null;

    async function look() {
      step.value = "LOOKING";
      const answer = (await props.fetchPieces()) as { pieces: KeyPieces } | Failure;
      if ("pieces" in answer) {
        pieces = answer.pieces;
        step.value = "CHOOSE";
      } else {
        step.value = answer.kind === "SIGN_IN" || answer.kind === "NOT_YET" ? "SIGN_IN" : "FAILED";
        said.value = failureWords(answer);
      }
    }
    async function chosen(pin: string) {
      const key = (await props.use(pin, pieces)) as CryptoKey | null;
      if (key) await opening(key, pieces);
      else [said.value, step.value] = ["没有成功，请联系督导员。", "FAILED"];
    }
    void look();

    return () =>
      plainPage(
        props.title ?? "第一次使用",
        said.value && notice("care", <p>{said.value}</p>),
        step.value === "LOOKING" && <p>正在联系服务器……</p>,
        step.value === "SIGN_IN" && (
          <>
            <p>请先登录：用手机相机扫督导员给您的登录卡，或者点下面的按钮。登录后再打开本页。</p>
            {signInLink()}
          </>
        ),
        step.value === "FAILED" && (
          <button type="button" class="is-main" onClick={look}>
            再试一次
          </button>
        ),
        step.value === "CHOOSE" && <NewPin chosen={chosen} />,
        props.back && (
          <button type="button" onClick={props.back}>
            返回
          </button>
        ),
        emergency(),
      );
  },
});

function failureWords(answer: Failure): string {
  if (answer.kind === "SIGN_IN") return "";
  if (answer.kind === "SEALED") return "账号已停用，或这部手机已被封存。请联系督导员；手机里的内容都还在。";
  if (answer.kind === "REFUSED" || answer.kind === "NOT_YET") return answer.reason;
  return "连不上服务器。请检查网络后再试；手机里的内容都还在。";
}

// Ask who is signed in, then for the key pieces of this telephone.
async function piecesBy(ask: () => Promise<{ kind: "OK"; body: KeyPieces } | Failure>): Promise<{ pieces: KeyPieces } | Failure> {
  const me = await server.me();
  if (me.kind !== "OK") return me;
  const answer = await ask();
  if (answer.kind !== "OK") return answer;
  // In a session that the telephone itself began the server keeps its pieces back.
  return answer.body.share ? { pieces: answer.body } : { kind: "SIGN_IN" };
}

// The number under which a new telephone registers stays the same until its PIN is chosen.
const NUMBER = "gonghu-device";

async function register() {
  const device = localStorage.getItem(NUMBER) ?? crypto.randomUUID();
  localStorage.setItem(NUMBER, device);
  const answer = await server.register(device, "手机");
  // Registered in somebody else's name: begin with another.
  if (answer.kind === "REFUSED" && answer.status === 409) localStorage.removeItem(NUMBER);
  return answer;
}

async function beginVault(pin: string, pieces: KeyPieces): Promise<CryptoKey> {
  const key = await vault.begin(localStorage.getItem(NUMBER) ?? "", pin, pieces);
  localStorage.removeItem(NUMBER);
  return key;
}

export function newTelephone() {
  return <ChoosePin title="第一次使用" fetchPieces={() => piecesBy(register)} use={beginVault} />;
}

export const Locked = defineComponent({
  setup() {
    const said = ref("");
    const busy = ref(false);
    const forgotten = ref(false);

    async function tryPin(pin: string) {
      busy.value = true;
      const answer = await vault.unlock(pin);
      busy.value = false;
      if (answer === "SEALED") session.stage = "SEALED";
      else if ("opened" in answer) await opening(answer.opened).catch(() => (said.value = "没有打开，请再试一次；仍不行请联系督导员，不要清除手机里的内容。"));
      else said.value = `PIN 不对，还可以试 ${answer.wrong} 次。`;
    }
    return () =>
      forgotten.value
        ? anew(() => (forgotten.value = false))
        : plainPage(
            "共护走访",
            said.value && notice("care", <p>{said.value}</p>),
            <PinBox label="请输入 PIN" done={(pin: string) => void tryPin(pin)} busy={busy.value} />,
            <p class="hint" role="status">
              {busy.value ? "正在打开……" : "没有网络也能打开。"}
            </p>,
            <button type="button" onClick={() => (forgotten.value = true)}>
              忘记 PIN
            </button>,
            newerVersion.value && (
              <button type="button" onClick={takeNewerVersion}>
                更新到新版本
              </button>
            ),
            emergency(),
          );
  },
});

function anew(back: () => void) {
  return (
    <ChoosePin
      title="重新设置 PIN"
      back={back}
      fetchPieces={() => piecesBy(async () => server.unlock((await vault.device()) ?? ""))}
      use={(pin: string, pieces: KeyPieces) => vault.beginAnew(pin, pieces)}
    />
  );
}

// Sealed: the server is asked for the share again; nothing here is lost.
export const SealedScreen = defineComponent({
  setup() {
    const said = ref("");
    const signIn = ref(false);
    const forgotten = ref(false);

    async function release() {
      const answer = await piecesBy(async () => server.unlock((await vault.device()) ?? ""));
      if ("pieces" in answer) {
        if (await vault.release(answer.pieces)) session.stage = "LOCKED";
        else said.value = "服务器给的密钥不是这部手机的。请联系督导员；手机里的内容都还在，不要清除。";
        return;
      }
      signIn.value = answer.kind === "SIGN_IN" || answer.kind === "NOT_YET";
      said.value = answer.kind === "SIGN_IN" ? "请先登录，再回到这里。" : failureWords(answer);
    }
    return () =>
      forgotten.value
        ? anew(() => (forgotten.value = false))
        : plainPage(
            "手机已封存",
            notice("calm", <p>太久没有联网，或 PIN 输错太多次，手机自动封存了。里面的内容都还在，没有删除。</p>),
            said.value && notice("care", <p>{said.value}</p>),
            signIn.value && signInLink(),
            <button type="button" class={!signIn.value && "is-main"} onClick={() => void release()}>
              联网解封
            </button>,
            <button type="button" onClick={() => (forgotten.value = true)}>
              忘记 PIN
            </button>,
            emergency(),
          );
  },
});

export function otherWindow() {
  return plainPage(
    "已在另一个窗口打开",
    <p>走访端同时只能在一个窗口里用，免得内容互相覆盖。</p>,
    <button type="button" class="is-main" onClick={() => void start(true)}>
      在这里使用
    </button>,
    emergency(),
  );
}
