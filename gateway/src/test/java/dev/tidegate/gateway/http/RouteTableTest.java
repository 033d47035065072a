package dev.tidegate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.gateway.TestGateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table answers as a walk over all routes would, segment by segment. */
class RouteTableTest {
    private static final int RANDOM_TARGETS = 10_000;
    private static final String[] METHODS = {"GET", "POST", "PUT", ""};

    private static List<Route> served() throws IOException {
        try (TestGateway shop = TestGateway.open()) {
            return new Requests(shop.gateway.gate(), shop.gateway.feed()).routes();
        }
    }

    private static Route route(final String method, final String template) {
        return new Route(method, template, null, (exchange, path) -> {});
    }

    /** Some that lie across each other, as none served do. */
    private static List<Route> crossing() {
        return List.of(
                route("GET", "/a/{x}/c"),
                route("GET", "/a/b/{y}"),
                route("POST", "/a/b/c"),
                route("GET", "/{z}/b/c"),
                route("GET", "/a/b/c"),
                route("GET", "/{p}/{q}"));
    }

    // ---- the plain rule

    private static boolean matches(final Route route, final String[] path) {
        final String[] segments = route.template().split("/");
        if (path.length != segments.length) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            if (!segments[i].startsWith("{") && !segments[i].equals(path[i]) || path[i].isEmpty() && i > 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Route> matching(final List<Route> routes, final String target) {
        final String[] path = target.split("[?#]", 2)[0].split("/");
        return routes.stream().filter(route -> matches(route, path)).toList();
    }

    private static @Nullable Route plain(final List<Route> routes, final String method, final String target) {
        return matching(routes, target).stream()
                .filter(route -> route.method().equals(method))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> plainNames(final Route route, final String target) {
        final String[] path = target.split("[?#]", 2)[0].split("/");
        final String[] segments = route.template().split("/");
        final Map<String, String> names = new TreeMap<>();
        for (int i = 0; i < path.length; i++) {
            if (segments[i].startsWith("{")) {
                names.put(segments[i].substring(1, segments[i].length() - 1), path[i]);
            }
        }
        return names;
    }

    private static void compare(final List<Route> routes, final RouteTable table, final String target) throws Problem {
        for (final String method : METHODS) {
            final Route found = table.find(method, target);
            assertThat(found).as(method + " " + target).isSameAs(plain(routes, method, target));
            if (found != null && !target.contains("%")) {
                assertThat(found.names(target)).as(target).isEqualTo(plainNames(found, target));
            }
        }
        assertThat(table.methods(target))
                .as(target)
                .isEqualTo(matching(routes, target).stream().map(Route::method).toList());
    }

    // ---- stories

    @Test
    void shouldFindEveryRouteByItsOwnTemplate() throws Exception {
        final List<Route> routes = served();
        final RouteTable table = new RouteTable(routes);
        for (final Route route : routes) {
            final String target = route.template().replaceAll("\\{[a-z]+}", "7");
            assertThat(table.find(route.method(), target)).isSameAs(route);
            assertThat(table.find(route.method(), target + "?a=/b/c#d")).isSameAs(route);
            assertThat(table.find(route.method(), target + "//")).isSameAs(route);
        }
    }

    @Test
    void shouldTakeASegmentThatIsAWordElsewhereForAName() throws Exception {
        final List<Route> routes = served();
        final RouteTable table = new RouteTable(routes);
        // POST /v1/stock/receive is a command, so for GET it is the stock of a SKU of that code.
        final Route stock = table.find("GET", "/v1/stock/receive");
        assertThat(stock).isNotNull();
        assertThat(stock.template()).isEqualTo("/v1/stock/{sku}");
        assertThat(stock.names("/v1/stock/receive")).containsExactly(Map.entry("sku", "receive"));
        assertThat(table.find("PUT", "/v1/stock/receive")).isNull();
        assertThat(table.methods("/v1/stock/receive")).containsExactly("POST", "GET");
    }

    @Test
    void shouldFindNothingWhereNothingIs() throws Exception {
        final List<Route> routes = served();
        final RouteTable table = new RouteTable(routes);
        for (final String target : new String[] {
            "",
            "/",
            "//",
            "*",
            "v1/orders",
            "/v1",
            "/v1//orders",
            "//v1/orders",
            "/v1/orders/7/8/9",
            "/V1/orders",
            "/v1/%6Frders",
            "/v1/orders/ /pay?",
            "http://shop/v1/orders",
            "?",
            "#",
            "/v1/ordersx",
            "/v1/order",
            "/v1/orders\u0000"
        }) {
            compare(routes, table, target);
        }
        assertThat(table.methods("/v1//orders")).isEmpty();
        assertThat(table.methods("//v1/orders")).isEmpty();
        assertThat(table.methods("v1/orders")).isEmpty();
    }

    @Test
    void shouldUnescapeNamesAndRefuseWhatIsNotUtf8() throws Exception {
        final RouteTable table = new RouteTable(served());
        final String target = "/v1/numbers/sku/A%2FB%20C+D?x=%zz";
        final Route number = table.find("GET", target);
        assertThat(number).isNotNull();
        assertThat(number.names(target)).containsOnly(Map.entry("kind", "sku"), Map.entry("code", "A/B C+D"));
        for (final String wrong : new String[] {"%", "%4", "%zz", "%E8%A3", "\u88d9"}) {
            assertThatThrownBy(() -> number.names("/v1/numbers/sku/" + wrong))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("percent encoding");
        }
    }

    @Test
    void shouldTakeTheFirstOfSeveralThatMatch() throws Exception {
        final List<Route> routes = crossing();
        final RouteTable table = new RouteTable(routes);
        assertThat(table.find("GET", "/a/b/c")).isSameAs(routes.get(0));
        assertThat(table.methods("/a/b/c")).containsExactly("GET", "GET", "POST", "GET", "GET");
    }

    @Test
    void shouldAnswerAsAWalkOverAllRoutesWould() throws Exception {
        final Random random = new Random(20_261_122);
        for (final List<Route> routes : List.of(served(), crossing())) {
            final RouteTable table = new RouteTable(routes);
            final List<String> words = new ArrayList<>(List.of("", "", "7", "x", "a%20b", "{order}", "BbAa", "AaBB"));
            routes.forEach(route -> words.addAll(List.of(route.template().split("/"))));
            for (int i = 0; i < RANDOM_TARGETS; i++) {
                compare(routes, table, target(random, routes, words));
            }
        }
    }

    /** A template with some of its segments changed, or anything. */
    private static String target(final Random random, final List<Route> routes, final List<String> words) {
        final String[] segments =
                routes.get(random.nextInt(routes.size())).template().split("/");
        final StringBuilder target = new StringBuilder();
        for (int i = 1; i < segments.length; i++) {
            final boolean changed = random.nextInt(4) == 0;
            target.append('/').append(changed ? words.get(random.nextInt(words.size())) : segments[i]);
        }
        final int end = random.nextInt(12);
        return switch (end) {
            case 0 -> target.append('/').toString();
            case 1 -> target.append("?x=/y").toString();
            case 2 -> target.append("#/z?").toString();
            case 3 -> target.substring(1);
            case 4 ->
                target.append('/')
                        .append(words.get(random.nextInt(words.size())))
                        .toString();
            default -> target.toString();
        };
    }
}
