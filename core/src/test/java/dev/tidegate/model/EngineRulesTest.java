package dev.tidegate.model;

import org.junit.jupiter.api.Nested;

/** The engine on the stories that the model is tried on too. */
final class EngineRulesTest {
    @Nested
    final class Holds extends HoldScenarios {
        @Override
        Subject newSubject() {
            return new EngineSubject();
        }
    }

    @Nested
    final class StockAndQuotas extends StockScenarios {
        @Override
        Subject newSubject() {
            return new EngineSubject();
        }
    }

    @Nested
    final class IdsAndLimits extends IdScenarios {
        @Override
        Subject newSubject() {
            return new EngineSubject();
        }
    }

    @Nested
    final class Completion extends CompletionScenarios {
        @Override
        Subject newSubject() {
            return new EngineSubject();
        }
    }

    @Nested
    final class Numbers extends NumberScenarios {
        @Override
        Subject newSubject() {
            return new EngineSubject();
        }
    }

    @Nested
    final class Readmission extends ReadmissionScenarios {
        @Override
        Subject newSubject() {
            return new EngineSubject();
        }
    }
}
