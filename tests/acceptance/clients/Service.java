// What a Java service does with the client that openapi-generator makes: prints what came of it.

import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.AgentLoginAndStatusApi;
import org.openapitools.client.api.CallLogApi;
import org.openapitools.client.api.Click2CallApi;
import org.openapitools.client.api.ControlApiApi;
import org.openapitools.client.api.DialerApi;
import org.openapitools.client.model.CdrHubQueryRequest;
import org.openapitools.client.model.CdrHubQueryRequestSearch;
import org.openapitools.client.model.Click2callRequest;
import org.openapitools.client.model.DialerAddCallsBulkRequestCall;
import org.openapitools.client.model.LoginSetStatusRequest;
import org.openapitools.client.model.SandboxAdvanceClock;

public class Service {
    public static void main(String[] arguments) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(arguments[0]);

        var call = new Click2callRequest().phone("SIPSIP1").target("0501234567").code("demo-code").action("call");
        var placed = new Click2CallApi(client).click2callPost(call.format("JSON"));

        new ControlApiApi(client).sandboxAdvanceClock("demo", new SandboxAdvanceClock().until("idle"));

        var search = new CdrHubQueryRequestSearch().fromdate("2020-01-01T00:00").todate("2035-01-01T00:00");
        var query = new CdrHubQueryRequest().code("demo-code").fields(List.of("CallID", "DialStatus"));
        var found = new CallLogApi(client).cdrHubQueryPost(query.search(search.phones(List.of("0501234567"))));
        var recorded = found.getCDRLIST().stream()
            .map(cdr -> List.of(cdr.getCallID().equals(placed.getCALLID()), cdr.getDialStatus())).toList();

        var calls = List.of("0501234567", "0502454545").stream()
            .map(target -> new DialerAddCallsBulkRequestCall().campaign("demo-agents-campaign").target(target)).toList();
        var added = new DialerApi(client).dialerAddCallsBulkPost(calls).getAddResult().stream()
            .map(row -> row.getErrorCode()).toList();

        var lunch = new LoginSetStatusRequest().code("demo-code").userID("12345678").extensionUser("SIPSIP1").status(3);
        var status = new AgentLoginAndStatusApi(client).loginSetStatusPost(lunch).getStatus();

        System.out.println(client.getObjectMapper().writeValueAsString(java.util.Map.of(
            "placed", placed.getERRORCODE(), "recorded", recorded, "added", added, "status", status)));
    }
}
