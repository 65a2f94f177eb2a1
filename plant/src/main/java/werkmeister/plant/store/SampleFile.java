package werkmeister.plant.store;

import werkmeister.units.Sha256;

import java.time.Instant;

/**
 * One file of samples, as the manifest in the journal knows it.
 *
 * @param path relative to the store's root, with forward slashes
 * @param rows samples in the file
 * @param first time of the first sample
 * @param last time of the last sample
 * @param bytes size on disk
 * @param sha256 of the file's bytes
 */
public record SampleFile(
        String path, long rows, Instant first, Instant last, long bytes, Sha256 sha256) {}
