import { checkText, type CheckAsked } from "./check-text.ts";

// Reads and checks a text beside the page, so that writing stays smooth while a long text is looked through.
addEventListener("message", ({ data }: MessageEvent<CheckAsked>) => {
  postMessage({ id: data.id, problems: checkText(data) });
});
