// A CRM's two contacts with Voicenter: it calls a customer, and it takes the records of calls that have ended.

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

public static class Crm
{
    private static readonly HttpClient Http = new();

    /// <summary>
    /// Rings the agent's extension, then the customer. Returns the call's id; throws what Voicenter refuses.
    /// </summary>
    public static async Task<string> CallAsync(string baseUrl, string code, string extension, string phone)
    {
        var order = string.Join('&',
            $"code={Uri.EscapeDataString(code)}",
            $"phone={Uri.EscapeDataString(extension)}",
            $"target={Uri.EscapeDataString(phone)}",
            "format=json");
        using var answer = JsonDocument.Parse(
            await Http.GetStringAsync($"{baseUrl}/ForwardDialer/click2call.aspx?{order}"));
        if (answer.RootElement.GetProperty("ERRORCODE").GetInt32() != 0) // HTTP 200 also when it is refused
        {
            throw new InvalidOperationException(answer.RootElement.GetProperty("ERRORMESSAGE").GetString());
        }
        return answer.RootElement.GetProperty("CALLID").GetString()!;
    }

    /// <summary>
    /// The webhook, on any free port. <paramref name="log"/> is given each record once, however often Voicenter
    /// sends it.
    /// </summary>
    public static WebApplication Webhook(Action<JsonElement> log)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        var application = WebApplication.Create();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapPost("/cdr", async (HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            var record = body.RootElement.Clone();
            var leg = $"{record.GetProperty("ivruniqueid").GetString()} {record.GetProperty("type").GetString()}";
            if (seen.TryAdd(leg, true))
            {
                log(record);
            }
            return Results.Json(new { err = 0, errdesc = "OK" });
        });
        return application;
    }
}
