import { putInOutbox, type Change, type Json } from "../store/index.ts";

/**
 * What a person is told by mail that was done to their account, so that they notice if it was somebody else (OWASP ASVS 4.0,
 * 2.2.3 and 2.5.5). In what waits to be sent stands the account's id; the address is looked up when it is sent.
 */
export const NOTICES = {
  "password-set": ["another password was set for it", "عُيّنت له كلمة مرور جديدة"],
  "second-factor-on": ["an authenticator was added to it", "أُضيف إليه تطبيق مصادقة"],
  "second-factor-off": ["its second factor was taken away", "أُلغي عامل المصادقة الثاني"],
  "passkey-added": ["a passkey was added to it", "أُضيف إليه مفتاح مرور"],
  "passkey-removed": ["a passkey of it was removed", "حُذف منه مفتاح مرور"],
  "api-key-made": ["a key was made with which a program acts as it", "أُنشئ مفتاح يعمل به برنامج نيابةً عنه"],
} as const;

export type Notice = keyof typeof NOTICES;

/** The kind of message in the outbox. */
export const NOTICE_TOPIC = "account-notice";

/** To be said, in the transaction of what was done. */
export async function noticeIn(change: Change, account: string, notice: Notice): Promise<void> {
  await putInOutbox(change, NOTICE_TOPIC, noticeBody(account, notice));
}

export function noticeBody(account: string, notice: Notice): Json {
  return { account, notice };
}

/** What of a message in the outbox is a notice. */
export function noticeOf(body: Json): { readonly account: string; readonly notice: Notice } | undefined {
  const { account, notice } = (body ?? {}) as { readonly account?: unknown; readonly notice?: unknown };
  const isKnown = typeof account === "string" && typeof notice === "string" && Object.hasOwn(NOTICES, notice);
  return isKnown ? { account, notice: notice as Notice } : undefined;
}

/** The letter, without anything by which somebody could come in, and without a link that another could imitate. */
export function letterWords(
  notice: Notice,
  { address }: { readonly address: string },
): { readonly subject: string; readonly text: string } {
  const [en, ar] = NOTICES[notice];
  const text = [
    `Your account at ${address}: ${en}.`,
    "",
    "If that was you, there is nothing to do. If it was not, tell whoever looks after accounts at once, and sign out everywhere.",
    "",
    `حسابك في ${address}: ${ar}.`,
    "إن كنت أنت من فعل ذلك فلا حاجة إلى شيء. وإن لم تكن أنت، فأخبر فورًا من يدير الحسابات، وسجّل الخروج من كل الأجهزة.",
    "",
  ].join("\n");
  return { subject: "Truce: your account was changed – تغيّر حسابك", text };
}
