package werkmeister.cli.agent;

/** How many GPUs a machine has, and how many of them are well. */
public record Gpus(int count, int healthy) {
    static final Gpus NONE = new Gpus(0, 0);
}
