// The app on the telephone itself (离线外壳): kept by the service worker, renewed only when somebody says so.
import { ref } from "vue";

// A newer version waits; it is taken when nothing is open.
export const newerVersion = ref(false);

let waitingWorker: ServiceWorker | null = null;

export async function keepShell(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/", updateViaCache: "none" });
  const seen = () => {
    // Without a controller this is the first version, not a newer one.
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    waitingWorker = registration.waiting;
    newerVersion.value = true;
  };
  seen();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", seen);
  });
}

export function takeNewerVersion(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waitingWorker?.postMessage("TAKE_OVER");
}
