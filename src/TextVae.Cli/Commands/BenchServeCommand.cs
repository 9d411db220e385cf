using System.CommandLine;
using System.Globalization;
using TextVae.Cli.Views;
using TextVae.Cli.Work;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench serve</c>: how a running server does when many ask at once.</summary>
internal static class BenchServeCommand
{
    public static Command Create()
    {
        var address = new Argument<string>("URL") { Description = "The address that `serve` printed; serve with --rate 0, as all clients have one address." };
        var clients = new Option<int>("--clients") { Description = "How many ask at once.", DefaultValueFactory = _ => 64, HelpName = "N" };
        var seconds = new Option<double>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 60, HelpName = "S" };
        var json = JsonOutput.CreateOption();
        var command = new Command("serve", "Ask a running server from many clients at once, and measure its answers and its memory.")
        {
            address, clients, seconds, json,
        };
        command.SetAction(async (parse, cancellation) =>
        {
            if (!Uri.TryCreate(parse.GetValue(address), UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
                throw new RecipeException($"'{parse.GetValue(address)}' is no address of a server. Give the one that `serve` printed, such as http://127.0.0.1:5230.");
            if (parse.GetValue(clients) is < 1 or > 1000 || !(parse.GetValue(seconds) is >= 0.1 and <= 86_400))
                throw new RecipeException("--clients has to be between 1 and 1000, and --seconds between 0.1 and 86400.");
            using var server = new HttpClient { BaseAddress = uri, Timeout = TimeSpan.FromMinutes(2) };
            if (Environment.GetEnvironmentVariable(ServeCommand.KeyVariable) is { Length: > 0 } key)
                server.DefaultRequestHeaders.Add("X-Api-Key", key);
            var report = await new ServerLoad(server, parse.GetValue(clients), TimeSpan.FromSeconds(parse.GetValue(seconds))).RunAsync(cancellation);
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, report);
            else
                Print(report, parse.InvocationConfiguration.Output);
            return report.Routes.Sum(route => route.Lost) == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static void Print(ServerLoadReport report, TextWriter output)
    {
        void Line(string name, FormattableString value) => output.WriteLine($"{name,-12}{value.ToString(CultureInfo.InvariantCulture)}");

        Line("clients", $"{report.Clients} for {report.Seconds:F1} s");
        foreach (var route in report.Routes)
        {
            Line(route.Route, $"{route.Answered:N0} answered, {route.Refused:N0} refused, {route.Lost:N0} lost, {route.PerSecond:F1} a second");
            Line("", $"p50 {route.P50:F0} ms, p99 {route.P99:F0} ms, longest {route.Longest:F0} ms");
        }

        Line("memory", $"{report.MemoryBefore:F0} MiB before, {report.MemoryMost:F0} at most, {report.MemoryAfter:F0} after");
        if (report.MemoryPerMinute is { } slope)
            Line("", $"{slope.Slope:+0.0;-0.0;0.0} ± {slope.StandardError:F1} MiB a minute over the second half");
    }
}
