// One form is opened at a time (正在打开): whoever taps again while a slow telephone works gets no second draft.
import { ref } from "vue";

export const isOpening = ref(false);

export async function oneForm(open: () => Promise<void>): Promise<void> {
  if (isOpening.value) return;
  isOpening.value = true;
  try {
    await open();
  } finally {
    isOpening.value = false;
  }
}
