package werkmeister.cli.command;

import java.util.Optional;

/** The product's version, as the jar it was started from says. */
final class Product {
    static final String VERSION =
            Optional.ofNullable(Product.class.getPackage().getImplementationVersion())
                    .orElse("(development)");

    private Product() {}
}
