package werkmeister.learning.model;

import werkmeister.units.Sha256;

/**
 * One published file of a version (model.json, model.onnx, card.json …); the path is relative to
 * the model store.
 */
public record ModelFile(String path, long bytes, Sha256 sha256) {}
