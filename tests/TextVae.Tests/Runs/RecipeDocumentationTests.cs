using TextVae.Objectives;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

/// <summary>Holds <c>docs/recipes.md</c> complete and true.</summary>
public sealed class RecipeDocumentationTests
{
    private const string Page = "docs/recipes.md";

    private static readonly string[][] Rows = [.. Repository.Rows(Page, "| key | default | allowed | meaning |")];

    [Fact]
    public void Every_key_stands_in_the_documentation_with_its_default() =>
        Assert.Equal(
            RecipeKeys.All.Select(key => ($"`{key.Name}`", $"`{key.Get(new Recipe())}`")),
            Rows.Select(cells => (cells[0], cells[1])));

    [Fact]
    public void Every_choice_stands_beside_its_key() =>
        Assert.All(
            RecipeKeys.All.Where(key => key.Expects.StartsWith("one of ", StringComparison.Ordinal)),
            key => Assert.Equal(
                key.Expects,
                $"one of {Rows.Single(cells => cells[0] == $"`{key.Name}`")[2].Replace("`", "", StringComparison.Ordinal)}"));

    [Fact]
    public void The_keys_that_a_resumed_run_may_change_are_named() =>
        Assert.Contains(
            string.Join(", ", ResumeRules.MayChange.Select(name => $"`{name}`")),
            Repository.Read(Page).ReplaceLineEndings(" "));

    [Fact]
    public void The_example_is_a_recipe()
    {
        var example = Repository.Read(Page).Split("```toml\n")[1].Split("```")[0];

        var expected = new Recipe
        {
            Model = new() { Latent = 32 },
            Objective = new()
            {
                Kl = new Schedule(ScheduleKind.Logistic, 0, 1, 0, 10_000),
                WordDropout = Schedule.Constant(0.3),
            },
            Training = new() { Steps = 20_000 },
        };
        Assert.Equal(expected, Recipe.Parse(example));
    }
}
