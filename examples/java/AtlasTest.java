import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lender's client against the simulator, with the JDK alone (17 and later): {@code java AtlasTest.java}.
 *
 * <p>Each test is a method without arguments that throws where something is wrong: with JUnit, put {@code @BeforeEach},
 * {@code @AfterEach} and {@code @Test} on them and leave {@code main} out.
 */
public class AtlasTest {
    static final String SERVER = System.getenv().getOrDefault("ATLAS_SIMULATOR_URL", "http://127.0.0.1:8642");
    static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    String tenant;
    String token;

    void setUp() throws Exception {
        tenant = "java-" + UUID.randomUUID();
        HttpRequest login = HttpRequest.newBuilder(URI.create(SERVER + "/v3/verification/authtoken"))
                .header("Client-Id", tenant).header("Client-Secret", "any").POST(BodyPublishers.noBody()).build();
        token = text("access_token", send(login));
        control("POST", "scenario/canned", """
                {"canned": [{"document_id": "*", "document_type": "PAN", "fields": {"pan_number": "ABCPV1234K"}}]}""");
    }

    void tearDown() throws Exception {
        control("DELETE", "state", "");
    }

    void aDocumentIsReadAndDelivered() throws Exception {
        check("SUCCESS", ended(flowOf("pan")));
        while (!callbacks().contains("ocr_data")) {
            Thread.sleep(5);
        }
        check(true, callbacks().contains("ABCPV1234K"));
    }

    void anExpiredLinkFailsTheFlow() throws Exception {
        control("POST", "faults", """
                {"point": "download", "action": "expired", "document": "late"}""");
        check("FAILED", ended(flowOf("pan", "late")));
    }

    void aLateCallbackComesWhenItsTimeHasCome() throws Exception {
        control("POST", "faults", """
                {"point": "callback", "action": "delay", "delay": "30m"}""");
        ended(flowOf("pan"));
        check(false, callbacks().contains("ABCPV1234K"));
        control("POST", "clock", """
                {"advance": "31m"}""");
        check(true, callbacks().contains("ABCPV1234K"));
    }

    /** A flow with these documents, uploaded; its id. */
    String flowOf(String... documents) throws Exception {
        String inbox = SERVER + "/_sim/inbox/" + tenant;
        String flow = text("flow_uuid", atlas("POST", "flow/init", """
                {"product_type": "PROD_CDL", "application_id": "APP-1", "auth_url": "%s/auth", "callback_url": "%s"}"""
                .formatted(inbox, inbox)));
        StringBuilder files = new StringBuilder();
        for (String document : documents) {
            String url = text("file_url", control("PUT", "files/" + document, "any bytes"));
            files.append(files.isEmpty() ? "" : ", ")
                    .append("{\"file_url\": \"%s\", \"document_id\": \"%s\"}".formatted(url, document));
        }
        atlas("POST", "multiupload", "{\"flow_uuid\": \"%s\", \"file_urls\": [%s]}".formatted(flow, files));
        return flow;
    }

    String ended(String flow) throws Exception {
        while (true) {
            String status = text("master_status", atlas("GET", "status?flow_uuid=" + flow, ""));
            if (status.equals("SUCCESS") || status.equals("FAILED")) {
                return status;
            }
            Thread.sleep(5);
        }
    }

    String callbacks() throws Exception {
        return control("GET", "inbox/" + tenant + "?step=callback", "");
    }

    /** One call under the prefix that only the simulator has; it is about this test's tenant alone. */
    String control(String method, String path, String body) throws Exception {
        return send(request(method, SERVER + "/_sim/" + path, body).header("Client-Id", tenant).build());
    }

    /** One call of the API, as a client makes it. */
    String atlas(String method, String path, String body) throws Exception {
        return send(request(method, SERVER + "/v3/verification/" + path, body).header("Token", token).build());
    }

    static HttpRequest.Builder request(String method, String url, String body) {
        return HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    static String send(HttpRequest request) throws Exception {
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(request.uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    /** The text under a key; a client of your own has a JSON library for this. */
    static String text(String key, String json) {
        Matcher found = Pattern.compile("\"" + key + "\":\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) {
            throw new AssertionError("no " + key + " in " + json);
        }
        return found.group(1).replace("\\u0026", "&");
    }

    static void check(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }

    interface Body {
        void run(AtlasTest test) throws Exception;
    }

    static void run(String name, Body body) throws Exception {
        AtlasTest test = new AtlasTest();
        test.setUp();
        try {
            body.run(test);
        } finally {
            test.tearDown();
        }
        System.out.println("ok  " + name);
    }

    public static void main(String[] arguments) throws Exception {
        run("a document is read and delivered", AtlasTest::aDocumentIsReadAndDelivered);
        run("an expired link fails the flow", AtlasTest::anExpiredLinkFailsTheFlow);
        run("a late callback comes when its time has come", AtlasTest::aLateCallbackComesWhenItsTimeHasCome);
    }
}
