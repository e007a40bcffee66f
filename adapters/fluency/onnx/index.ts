import { readGguf } from './gguf';
import { llamaOnnx, type OnnxModel } from './llamaOnnx';

/**
 * A model's GGUF file in the form that ONNX Runtime evaluates fastest. The same file gives the same bytes.
 * @throws RangeError for a file that is cut, of another format, or a model of another architecture.
 */
export function onnxOfGguf(file: Buffer): OnnxModel {
  return llamaOnnx(readGguf(file));
}
