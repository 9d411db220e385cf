using System.CommandLine;
using TextVae.Kills;

// Ends a small training before its time again and again, and holds what it comes to against the same training left alone:
//   dotnet run -c Release --project tests/TextVae.Kills -- --kills 50 --full-disk 50 --power-cuts 50
var kills = new Option<int>("--kills") { Description = "How often to kill.", DefaultValueFactory = _ => 50 };
var fullDisk = new Option<int>("--full-disk") { Description = "How often to fill the disk." };
var powerCuts = new Option<int>("--power-cuts") { Description = "How often to cut the power." };
var seed = new Option<int>("--seed") { Description = "Where the moments come from.", DefaultValueFactory = _ => 1 };
var mounted = new Option<string?>("--mounted") { Description = "A workspace with a disk of its own in it.", Hidden = true };
var root = new RootCommand(
    "Ends trainings by SIGKILL, by a full disk and by power cuts, resumes them, and compares all they leave with an undisturbed one.")
{
    kills, fullDisk, powerCuts, seed, mounted,
};
root.SetAction(async (parse, cancellation) =>
{
    var output = parse.InvocationConfiguration.Output;
    var random = new Random(parse.GetValue(seed));
    if (parse.GetValue(mounted) is { } folder)
    {
        var inside = new Workspace(folder);
        IDisturbance disturbance = parse.GetValue(powerCuts) > 0 ? new PowerCut(inside, random) : new FullDisk(inside, random);
        var times = Math.Max(parse.GetValue(powerCuts), parse.GetValue(fullDisk));
        return await new Trial(inside, output).RunAsync(disturbance, times, cancellation) ? 0 : 1;
    }

    using var space = Workspace.Create();
    await space.PrepareAsync(cancellation);
    var survived = parse.GetValue(kills) == 0
        || await new Trial(space, output).RunAsync(new Killing(space, random), parse.GetValue(kills), cancellation);
    string[] common = ["--seed", $"{parse.GetValue(seed)}", "--mounted", space.Path];
    if (parse.GetValue(fullDisk) > 0)
        survived &= await SmallDisk.RunAsync(space, ["--full-disk", $"{parse.GetValue(fullDisk)}", .. common], output, cancellation) == 0;
    if (parse.GetValue(powerCuts) > 0)
        survived &= await JournaledDisk.RunAsync(space, ["--power-cuts", $"{parse.GetValue(powerCuts)}", .. common], output, cancellation) == 0;

    return survived ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
