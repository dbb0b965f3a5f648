export { AgreementEditor, type AgreementEditorProps, type EditorHandle } from "./AgreementEditor.tsx";
export { Outline } from "./Outline.tsx";
