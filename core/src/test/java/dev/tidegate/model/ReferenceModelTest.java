package dev.tidegate.model;

import org.junit.jupiter.api.Nested;

/** The model on the stories that the engine is tried on too. */
final class ReferenceModelTest {
    @Nested
    final class Holds extends HoldScenarios {
        @Override
        Subject newSubject() {
            return new ReferenceModel();
        }
    }

    @Nested
    final class StockAndQuotas extends StockScenarios {
        @Override
        Subject newSubject() {
            return new ReferenceModel();
        }
    }

    @Nested
    final class IdsAndLimits extends IdScenarios {
        @Override
        Subject newSubject() {
            return new ReferenceModel();
        }
    }

    @Nested
    final class Completion extends CompletionScenarios {
        @Override
        Subject newSubject() {
            return new ReferenceModel();
        }
    }

    @Nested
    final class Numbers extends NumberScenarios {
        @Override
        Subject newSubject() {
            return new ReferenceModel();
        }
    }

    @Nested
    final class Readmission extends ReadmissionScenarios {
        @Override
        Subject newSubject() {
            return new ReferenceModel();
        }
    }
}
