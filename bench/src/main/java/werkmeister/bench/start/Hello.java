package werkmeister.bench.start;

/** The least that a Java program can do: the floor of starting. */
public final class Hello {
    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
