import { formatEml } from "../formats/index.ts";
import { sendBySmtp, type MailServer } from "../gateways/index.ts";

/** What is to be said to one person by mail. */
export interface LetterTo {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands a letter to the mission's mail server. @throws if it did not take it. */
export async function sendLetter(
  server: MailServer,
  { to, subject, text }: LetterTo,
  signal: AbortSignal,
): Promise<void> {
  const from = { address: server.from, name: "Truce" };
  const bytes = formatEml({ from, to: [{ address: to, name: undefined }], subject, text, sent: Date.now() });
  await sendBySmtp(server, { to, bytes }, signal);
}

export { loadMailServer, type MailServer } from "../gateways/index.ts";
