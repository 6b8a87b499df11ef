// Needs a sandbox: voicenter-mock serve --clock manual, its URL in VOICENTER_SANDBOX.

using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Xunit;

public sealed class CrmTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private static readonly string Sandbox =
        Environment.GetEnvironmentVariable("VOICENTER_SANDBOX") ?? "http://127.0.0.1:8025";

    private readonly ConcurrentQueue<JsonElement> records = new();
    private readonly string id = $"dotnet-{Guid.NewGuid()}";
    private readonly WebApplication webhook;
    private string baseUrl = "";
    private string code = "";

    public CrmTests() => webhook = Crm.Webhook(records.Enqueue);

    public async Task InitializeAsync()
    {
        await webhook.StartAsync();
        var organization = await ControlAsync(HttpMethod.Post, "", new { id, template = "demo", clock = "manual" });
        baseUrl = organization.GetProperty("base_url").GetString()!;
        code = organization.GetProperty("code").GetString()!;
        var url = $"{webhook.Urls.First()}/cdr";
        await ControlAsync(HttpMethod.Patch, $"/{id}", new { callbacks = new { cdr = new { url } } });
    }

    public async Task DisposeAsync()
    {
        await ControlAsync(HttpMethod.Delete, $"/{id}");
        await webhook.StopAsync();
    }

    [Fact]
    public async Task ABusyCustomerIsLoggedAsBusy()
    {
        var call = await Crm.CallAsync(baseUrl, code, "SIPSIP1", "0555550017"); // a magic number: always busy
        await UntilIdleAsync();
        Assert.Equal(new[] { "ANSWER", "BUSY" }, Statuses(call));
    }

    [Fact]
    public async Task ARecordThatComesTwiceIsLoggedOnce()
    {
        await ControlAsync(HttpMethod.Post, $"/{id}/faults", new { on = "cdr", duplicate = true });
        var call = await Crm.CallAsync(baseUrl, code, "SIPSIP1", "0555550201");
        await UntilIdleAsync();
        Assert.Equal(2, Statuses(call).Count());
    }

    [Fact]
    public async Task AnExtensionThatMayNotCallIsToldWhy()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Crm.CallAsync(baseUrl, code, "SIPSIP4", "0501234567"));
        Assert.Contains("blocked", refused.Message);
    }

    private IEnumerable<string?> Statuses(string call) =>
        records.Where(record => record.GetProperty("ivruniqueid").GetString() == call)
            .Select(record => record.GetProperty("status").GetString());

    private Task UntilIdleAsync() =>
        ControlAsync(HttpMethod.Post, $"/{id}/clock/advance", new { until = "idle" });

    /// <summary>One operation of the sandbox's control API.</summary>
    private static async Task<JsonElement> ControlAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Sandbox}/_sandbox/organizations{path}");
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(text);
        }
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }
}
