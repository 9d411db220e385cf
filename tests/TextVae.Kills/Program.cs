using System.CommandLine;
using TextVae.Kills;

// Ends a small training before its time again and again, and holds what it comes to against the same training left alone:
//   dotnet run -c Release --project tests/TextVae.Kills -- --kills 50 --full-disk 50
var kills = new Option<int>("--kills") { Description = "How often to kill.", DefaultValueFactory = _ => 50 };
var fullDisk = new Option<int>("--full-disk") { Description = "How often to fill the disk." };
var seed = new Option<int>("--seed") { Description = "Where the moments come from.", DefaultValueFactory = _ => 1 };
var mounted = new Option<string?>("--mounted") { Description = "A workspace with a small disk in it.", Hidden = true };
var root = new RootCommand(
    "Ends trainings by SIGKILL and by a full disk, resumes them, and compares all they leave with an undisturbed one.")
{
    kills, fullDisk, seed, mounted,
};
root.SetAction(async (parse, cancellation) =>
{
    var output = parse.InvocationConfiguration.Output;
    var random = new Random(parse.GetValue(seed));
    if (parse.GetValue(mounted) is { } folder)
    {
        var inside = new Workspace(folder);
        return await new Trial(inside, output).RunAsync(new FullDisk(inside, random), parse.GetValue(fullDisk), cancellation) ? 0 : 1;
    }

    using var space = Workspace.Create();
    await space.PrepareAsync(cancellation);
    var survived = parse.GetValue(kills) == 0
        || await new Trial(space, output).RunAsync(new Killing(space, random), parse.GetValue(kills), cancellation);
    if (parse.GetValue(fullDisk) > 0)
    {
        string[] arguments = ["--full-disk", $"{parse.GetValue(fullDisk)}", "--seed", $"{parse.GetValue(seed)}", "--mounted", space.Path];
        survived &= await SmallDisk.RunAsync(space, arguments, output, cancellation) == 0;
    }

    return survived ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();
