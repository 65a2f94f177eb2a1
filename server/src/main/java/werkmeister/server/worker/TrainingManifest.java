package werkmeister.server.worker;

import werkmeister.learning.model.ModelFile;
import werkmeister.serving.release.Judgement;

import java.time.Duration;
import java.util.List;

/**
 * What a training process publishes: {@code manifest.json}, written last and by one rename.
 *
 * @param order that was fulfilled
 * @param files their paths are names within the attempt's folder
 * @param report what is said of the version; it names none yet
 */
public record TrainingManifest(
        String order, List<ModelFile> files, Judgement report, Duration trained) {
    public TrainingManifest {
        files = List.copyOf(files);
    }

    /** The files as the books know them: below the server's folder. */
    public List<ModelFile> filesIn(String folder) {
        return files.stream()
                .map(file -> new ModelFile(folder + "/" + file.path(), file.bytes(), file.sha256()))
                .toList();
    }
}
