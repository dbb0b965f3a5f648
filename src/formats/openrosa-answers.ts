/**
 * What a server answers in the OpenRosa protocol (docs.getodk.org/openrosa: Form Discovery 1.0, Manifest 1.0, Submission 1.0).
 */

export interface ListedForm {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** MD5 of the form's bytes, in hex, by which clients see whether theirs is still the same. */
  readonly md5: string;
  readonly downloadUrl: string;
  readonly manifestUrl: string;
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>\n`;

export function formListXml(forms: readonly ListedForm[]): string {
  const each = forms.map(({ id, name, version, md5, downloadUrl, manifestUrl }) =>
    [
      "  <xform>",
      `    <formID>${xmlText(id)}</formID>`,
      `    <name>${xmlText(name)}</name>`,
      `    <version>${xmlText(version)}</version>`,
      `    <hash>md5:${md5}</hash>`,
      `    <downloadUrl>${xmlText(downloadUrl)}</downloadUrl>`,
      `    <manifestUrl>${xmlText(manifestUrl)}</manifestUrl>`,
      "  </xform>\n",
    ].join("\n"),
  );
  return `${HEAD}<xforms xmlns="http://openrosa.org/xforms/xformsList">\n${each.join("")}</xforms>\n`;
}

/** The files that a form needs besides itself: ours need none. */
export function manifestXml(): string {
  return `${HEAD}<manifest xmlns="http://openrosa.org/xforms/xformsManifest"></manifest>\n`;
}

/** `nature` says for programs what `message` says for whoever holds the telephone. */
export type ResponseNature = "submit_success" | "submit_error" | "form_error";

export function responseXml(nature: ResponseNature, message: string): string {
  const said = `<message nature="${nature}">${xmlText(message)}</message>`;
  return `${HEAD}<OpenRosaResponse xmlns="http://openrosa.org/http/response">\n  ${said}\n</OpenRosaResponse>\n`;
}

/** Text that may stand between tags and in an attribute. What XML 1.0 has no place for is left out. */
export function xmlText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
