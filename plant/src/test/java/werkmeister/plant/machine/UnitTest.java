package werkmeister.plant.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.cell.HeaderName;

class UnitTest {
    @ParameterizedTest
    @CsvSource({
        "Temperatur [°C], CEL, Grad Celsius",
        "Druck (bar), BAR, Bar",
        "Durchfluss [l/min], L2, Liter je Minute",
        "Drehzahl [U/min], RPM, Umdrehung je Minute",
        "Weg [mm], MMT, Millimeter",
    })
    void whatAHeaderCallsAUnitHasItsCommonCode(String header, String unece, String name) {
        Unit unit = Unit.of(HeaderName.of(header).unit()).orElseThrow();

        assertThat(unit.unece()).isEqualTo(unece);
        assertThat(unit.de()).isEqualTo(name);
    }

    @Test
    void aUnitThatNobodyKnowsHasNone() {
        assertThat(Unit.of("Furlong")).isEmpty();
        assertThat(Unit.of("")).isEmpty();
    }
}
