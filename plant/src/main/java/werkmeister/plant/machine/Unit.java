package werkmeister.plant.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of measure.
 *
 * @param ucum its symbol in the Unified Code for Units of Measure, such as {@code Cel}
 * @param unece its common code in UNECE Recommendation 20, such as {@code CEL}
 * @param en its name in English
 * @param de its name in German
 */
public record Unit(String ucum, String unece, String en, String de) {
    private static final String TABLE =
            """
            Cel      | CEL | degree Celsius            | Grad Celsius
            [degF]   | FAH | degree Fahrenheit         | Grad Fahrenheit
            K        | KEL | kelvin                    | Kelvin
            bar      | BAR | bar                       | Bar
            mbar     | MBR | millibar                  | Millibar
            Pa       | PAL | pascal                    | Pascal
            kPa      | KPA | kilopascal                | Kilopascal
            MPa      | MPA | megapascal                | Megapascal
            [psi]    | PS  | pound-force per square inch | Pfund je Quadratzoll
            A        | AMP | ampere                    | Ampere
            mA       | 4K  | milliampere               | Milliampere
            V        | VLT | volt                      | Volt
            mV       | 2Z  | millivolt                 | Millivolt
            kV       | KVT | kilovolt                  | Kilovolt
            W        | WTT | watt                      | Watt
            kW       | KWT | kilowatt                  | Kilowatt
            MW       | MAW | megawatt                  | Megawatt
            kW.h     | KWH | kilowatt hour             | Kilowattstunde
            W.h      | WHR | watt hour                 | Wattstunde
            V.A      | D46 | volt ampere               | Voltampere
            kV.A     | KVA | kilovolt ampere           | Kilovoltampere
            var      | D44 | var                       | Var
            L/min    | L2  | litre per minute          | Liter je Minute
            m3/h     | MQH | cubic metre per hour      | Kubikmeter je Stunde
            m3/s     | MQS | cubic metre per second    | Kubikmeter je Sekunde
            kg/h     | E93 | kilogram per hour         | Kilogramm je Stunde
            kg/s     | KGS | kilogram per second       | Kilogramm je Sekunde
            t/h      | E18 | tonne per hour            | Tonne je Stunde
            kg       | KGM | kilogram                  | Kilogramm
            t        | TNE | tonne                     | Tonne
            g        | GRM | gram                      | Gramm
            /min     | RPM | revolution per minute     | Umdrehung je Minute
            /s       | C97 | reciprocal second         | je Sekunde
            Hz       | HTZ | hertz                     | Hertz
            kHz      | KHZ | kilohertz                 | Kilohertz
            %        | P1  | percent                   | Prozent
            [ppm]    | 59  | part per million          | Teil je Million
            um       | 4H  | micrometre                | Mikrometer
            mm       | MMT | millimetre                | Millimeter
            cm       | CMT | centimetre                | Zentimeter
            m        | MTR | metre                     | Meter
            km       | KMT | kilometre                 | Kilometer
            mm/s     | C16 | millimetre per second     | Millimeter je Sekunde
            m/s      | MTS | metre per second          | Meter je Sekunde
            m/s2     | MSK | metre per second squared  | Meter je Quadratsekunde
            N        | NEW | newton                    | Newton
            kN       | B47 | kilonewton                | Kilonewton
            N.m      | NU  | newton metre              | Newtonmeter
            s        | SEC | second                    | Sekunde
            ms       | C26 | millisecond               | Millisekunde
            min      | MIN | minute                    | Minute
            h        | HUR | hour                      | Stunde
            d        | DAY | day                       | Tag
            deg      | DD  | degree                    | Grad
            rad      | C81 | radian                    | Radiant
            rad/s    | 2A  | radian per second         | Radiant je Sekunde
            L        | LTR | litre                     | Liter
            m3       | MTQ | cubic metre               | Kubikmeter
            mm2      | MMK | square millimetre         | Quadratmillimeter
            g/cm3    | 23  | gram per cubic centimetre | Gramm je Kubikzentimeter
            kg/m3    | KMQ | kilogram per cubic metre  | Kilogramm je Kubikmeter
            Ohm      | OHM | ohm                       | Ohm
            T        | D33 | tesla                     | Tesla
            dB       | 2N  | decibel                   | Dezibel
            1        | C62 | one                       | Eins
            """;

    private static final Map<String, Unit> BY_UCUM = table();

    /** The unit with a UCUM symbol; empty for symbols that no common code is known of. */
    public static Optional<Unit> of(String ucum) {
        return Optional.ofNullable(BY_UCUM.get(ucum));
    }

    private static Map<String, Unit> table() {
        Map<String, Unit> units = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.strip().split("\\s*\\|\\s*", -1);
            units.put(cells[0], new Unit(cells[0], cells[1], cells[2], cells[3]));
        }
        return units;
    }
}
