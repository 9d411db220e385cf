using System.CommandLine;
using TextVae.Kills;

// Kills a small training again and again, and holds what it comes to against the same training that was never killed:
//   dotnet run -c Release --project tests/TextVae.Kills -- --kills 50
var kills = new Option<int>("--kills") { Description = "How often to kill.", DefaultValueFactory = _ => 50 };
var seed = new Option<int>("--seed") { Description = "Where the moments come from.", DefaultValueFactory = _ => 1 };
var root = new RootCommand("Kills trainings with SIGKILL, resumes them, and compares all they leave with an undisturbed one.")
{
    kills, seed,
};
root.SetAction(async (parse, cancellation) =>
{
    using var space = new Workspace();
    var trial = new Trial(space, new Random(parse.GetValue(seed)), parse.InvocationConfiguration.Output);
    return await trial.RunAsync(parse.GetValue(kills), cancellation) ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
