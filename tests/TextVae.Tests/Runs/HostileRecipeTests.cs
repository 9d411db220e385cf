using System.Text;
using CsCheck;
using TextVae.Runs;
using TextVae.Tests.Corpus;

namespace TextVae.Tests.Runs;

/// <summary>Recipes that were made to break a parser, or that look as if they were.</summary>
public sealed class HostileRecipeTests
{
    [Theory]
    [InlineData("x = ", "[", "]")]
    [InlineData("x = ", "{a=", "}")]
    [InlineData("x", ".x", "")]
    public void A_hundred_thousand_levels_are_refused_and_not_followed(string start, string open, string close)
    {
        var toml = start + Many(open) + "1" + Many(close) + (open[0] == '.' ? " = 1" : "");

        Assert.Matches("^The recipe x.toml is no valid TOML: .*The maximum depth of 64 has been exceeded.", Refusal(toml));

        static string Many(string text) => new StringBuilder().Insert(0, text, 100_000).ToString();
    }

    [Theory]
    [InlineData("[model]\nhidden = 4\nhidden = 6")]
    [InlineData("[model]\nhidden = 4\n[model]\nlatent = 6")]
    [InlineData("model.hidden = 4\n[model]\nhidden = 6")]
    public void A_key_that_is_given_twice_is_refused(string toml) =>
        Assert.Matches("^The recipe x.toml is no valid TOML: .*(hidden|model)", Refusal(toml));

    [Theory]
    [InlineData("model.hidden = 1e999999", "model.hidden is inf; it has to be a whole number.")]
    [InlineData("training.learning_rate = -inf", "training.learning_rate is -inf; it has to be a number.")]
    [InlineData("training.learning_rate = nan", "training.learning_rate is nan; it has to be a number.")]
    [InlineData("training.steps = 9223372036854775807", "training.steps is 9223372036854775807; it has to be a whole number.")]
    [InlineData("model.kind = \"\\u0000\"", "model.kind is \"\0\"; it has to be one of \"vae\", \"lm\".")]
    public void A_number_or_a_text_that_cannot_be_is_told(string toml, string problem) =>
        Assert.Equal($"The recipe x.toml cannot be used. {problem}", Refusal(toml));

    [Fact]
    public void Names_and_values_without_end_are_quoted_by_their_start()
    {
        var name = new string('n', 1_000_000);
        var start = new string('n', 120) + "... (1000000 characters)";

        Assert.Equal(
            $"The recipe x.toml cannot be used. The key {start} is unknown; the nearest known one is training.learning_rate. "
            + $"model.kind is \"{start}\"; it has to be one of \"vae\", \"lm\".",
            Refusal($"{name} = 1\nmodel.kind = \"{name}\""));
    }

    [Fact]
    public void Of_many_problems_the_first_are_told()
    {
        var message = Refusal(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"k{i} = 1\n")));

        Assert.Contains("The key k19 is unknown; ", message);
        Assert.DoesNotContain("The key k20 is unknown; ", message);
        Assert.EndsWith(" There are 4980 problems more.", message);
    }

    [Fact]
    public void A_file_that_is_no_recipe_is_told()
    {
        using var folder = new TemporaryFolder();
        var large = folder.Write("large.toml", new byte[(1 << 20) + 1]);
        var binary = folder.Write("binary.toml", [.. "a = \""u8, 0xFF, (byte)'"']);

        Assert.Equal(
            $"The recipe '{large}' cannot be read: It has 1048577 bytes; at most 1048576 are read. Give the path of a TOML file; the folder "
            + "'recipes' has some to start from.",
            Assert.Throws<RecipeException>(() => Recipe.Load(large)).Message);
        Assert.StartsWith(
            $"The recipe '{binary}' cannot be read: Unable to translate bytes [FF] at index 5 ",
            Assert.Throws<RecipeException>(() => Recipe.Load(binary)).Message);
    }

    [Fact]
    public void A_damaged_recipe_is_read_or_refused() => Damage.To(Encoding.UTF8.GetBytes(new Recipe().ToToml())).All(
        bytes => ReadOrRefused(Encoding.UTF8.GetString(bytes)), samples: 1_000);

    [Fact]
    public void A_recipe_of_odd_parts_is_read_or_refused()
    {
        var name = Gen.OneOf(
            Gen.Int[0, RecipeKeys.All.Count - 1].Select(i => RecipeKeys.All[i].Name),
            Any.Of("model", "objective", "x", "model.x", "\"\"", "model.\"hidden\"", "objective.kl.from", "'a b'"));
        var value = Any.Of(
            "0", "1", "-1", "8", "0.5", "1e400", "-inf", "nan", "true", "\"vae\"", "\"gru\"", "\"\"", "[]", "[1, [2]]", "{}",
            "{ schedule = \"linear\", to = 0.5, end = 10 }", "{ schedule = \"x\" }", "{ end = -1 }", "{ from = nan, end = 1 }",
            "2147483647", "2147483648", "9223372036854775807", "0x10", "1979-05-27", "'''\n'''", "\"\\U0010FFFF\"");
        var line = Gen.OneOf(
            Gen.Select(name, value).Select((key, what) => $"{key} = {what}"), Any.Of("[model]", "[training]", "[[model]]", "# x", ""));
        line.Array[0, 6].All(lines => ReadOrRefused(string.Join('\n', lines)), samples: 3_000);
    }

    private static void ReadOrRefused(string toml)
    {
        try
        {
            var recipe = Recipe.Parse(toml, "x.toml");
            Assert.Empty(recipe.Problems());
            Assert.Equal(recipe, Recipe.Parse(recipe.ToToml()));
        }
        catch (RecipeException e)
        {
            Assert.StartsWith("The recipe x.toml ", e.Message);
        }
    }

    private static string Refusal(string toml) => Assert.Throws<RecipeException>(() => Recipe.Parse(toml, "x.toml")).Message;
}
