using TextVae.Models;
using TextVae.Objectives;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class RecipeTests
{
    [Fact]
    public void An_empty_recipe_is_the_paper_s_autoencoder()
    {
        var recipe = Recipe.Parse("");

        Assert.Equal(
            (ModelKind.Vae, 224, 512, 64),
            (recipe.Model.Kind, recipe.Model.Embedding, recipe.Model.Hidden, recipe.Model.Latent));
        Assert.Equal((48, 1e-3, 5.0), (recipe.Training.Batch, recipe.Training.LearningRate, recipe.Training.Clip));
        Assert.Equal(10, recipe.Evaluation.Samples);
    }

    [Fact]
    public void Keys_are_read_from_tables()
    {
        var recipe = Recipe.Parse("""
            [model]
            kind = "lm"
            hidden = 100
            [objective]
            kl = 0.5
            word_dropout = { schedule = "linear", from = 1.0, to = 0.0, start = 2000, end = 20000 }
            [training]
            learning_rate = 1
            """);

        Assert.Equal((ModelKind.Lm, 100), (recipe.Model.Kind, recipe.Model.Hidden));
        Assert.Equal(Schedule.Constant(0.5), recipe.Objective.Kl);
        Assert.Equal(new Schedule(ScheduleKind.Linear, 1, 0, 2000, 20_000), recipe.Objective.WordDropout);
        Assert.Equal(1.0, recipe.Training.LearningRate);
    }

    [Fact]
    public void Settings_win_over_the_file_and_need_no_quotes()
    {
        var recipe = Recipe.Parse(
            "[training]\nbatch = 3",
            settings: ["training.batch=7", "model.kind=lm", "objective.kl={ schedule = \"logistic\", end = 9 }", "training.clip = 0.5"]);

        Assert.Equal(7, recipe.Training.Batch);
        Assert.Equal(ModelKind.Lm, recipe.Model.Kind);
        Assert.Equal(new Schedule(ScheduleKind.Logistic, 0, 1, 0, 9), recipe.Objective.Kl);
        Assert.Equal(0.5, recipe.Training.Clip);
    }

    [Fact]
    public void A_written_recipe_reads_back_the_same()
    {
        var recipe = Recipe.Parse("", settings:
        [
            "training.learning_rate=0.00012345678901234567", "objective.kl={ schedule = \"logistic\", from = 0.1, end = 77 }",
            "model.summary=last", "model.decoder=transformer", "model.heads=8", "model.feed_forward=99", "training.seed=-5", "objective.word_dropout=0.25", "objective.mutual_information=2.5",
            "objective.mutual_information_source=prior", "objective.free_bits=0.25", "objective.free_bits_per=total",
        ]);

        Assert.Equal(recipe, Recipe.Parse(recipe.ToToml()));
        Assert.Contains("kl = { schedule = \"logistic\", from = 0.1, to = 1.0, start = 0, end = 77 }", recipe.ToToml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[training]\nlearning_rat = 1", "The key training.learning_rat is unknown; the nearest known one is training.learning_rate.")]
    [InlineData("[modle]\nhidden = 4", "The key modle is unknown; the nearest known one is model.")]
    [InlineData("[training]\nbatch = \"many\"", "training.batch is \"many\"; it has to be a whole number.")]
    [InlineData("[training]\nbatch = 1.5", "training.batch is 1.5; it has to be a whole number.")]
    [InlineData("[training]\nbatch = 99999999999", "training.batch is 99999999999; it has to be a whole number.")]
    [InlineData("[training]\nclip = true", "training.clip is true; it has to be a number.")]
    [InlineData("[model]\nkind = \"gan\"", "model.kind is \"gan\"; it has to be one of \"vae\", \"lm\".")]
    [InlineData("[model]\nhidden = 7", "model.hidden is 7; it has to be an even number between 2 and 65536.")]
    [InlineData(
        "[model]\nencoder = \"convolutional\"\nsummary = \"last\"",
        "model.summary is \"last\" and model.encoder is \"convolutional\", which has no last state; choose the summary \"max\", \"mean\" or "
        + "\"attention\".")]
    [InlineData(
        "[model]\ndecoder = \"attention\"", "model.decoder is \"attention\"; it has to be one of \"recurrent\", \"transformer\".")]
    [InlineData(
        "[model]\ndecoder = \"transformer\"\nhidden = 250",
        "model.hidden is 250 and model.heads is 4; in a Transformer every head has the same even number of features, so model.hidden "
        + "has to be a multiple of 8.")]
    [InlineData(
        "[model]\nencoder = \"transformer\"\nheads = 0\nfeed_forward = -1",
        "model.heads is 0; it has to be between 1 and 256. model.feed_forward is -1; it has to be between 1 and 65536, or 0 for four "
        + "times model.hidden.")]
    [InlineData(
        "[model]\ndecoder = \"transformer\"\nrecurrent_dropout = 0.3",
        "model.recurrent_dropout is 0.3 and model.decoder is \"transformer\", which has no recurrent weights; set it to 0, and "
        + "model.layer_dropout above 0 instead.")]
    [InlineData("[model]\nposterior = \"vmf\"", "model.posterior is \"vmf\"; it has to be one of \"gaussian\", \"batch_norm\", \"delta\".")]
    [InlineData(
        "[model]\nposterior_scale = 0\ndelta = -1",
        "model.posterior_scale is 0; it has to be above 0 and at most 100. model.delta is -1; it has to be above 0 and at most 1000.")]
    [InlineData("[model]\nlabel_embedding = -1", "model.label_embedding is -1; it has to be between 0 and 65536.")]
    [InlineData("model = 3", "model is 3; it has to be a table of keys, under [model].")]
    [InlineData(
        "[objective]\nkl = { schedule = \"linear\", start = 5, end = 5 }",
        "objective.kl goes from step 5 to step 5; the end has to come after the start, and neither may be negative.")]
    [InlineData(
        "[objective]\nmutual_information = -1",
        "objective.mutual_information is -1; it has to be between 0 and 1000.")]
    [InlineData(
        "[objective]\nmutual_information_source = \"data\"",
        "objective.mutual_information_source is \"data\"; it has to be one of \"posterior\", \"prior\".")]
    [InlineData(
        "[model]\nkind = \"lm\"\n[objective]\nmutual_information = 0.5",
        "objective.mutual_information is 0.5 and model.kind is \"lm\"; a language model has no z, so it has to be 0.")]
    [InlineData("[objective]\nfree_bits = -0.5", "objective.free_bits is -0.5; it has to be between 0 and 1000.")]
    [InlineData(
        "[model]\nkind = \"lm\"\n[objective]\nfree_bits = 0.5",
        "objective.free_bits is 0.5 and model.kind is \"lm\"; a language model has no z, so it has to be 0.")]
    [InlineData(
        "[objective]\nfree_bits_per = \"word\"",
        "objective.free_bits_per is \"word\"; it has to be one of \"dimension\", \"total\".")]
    [InlineData(
        "[objective]\nkl = { schedule = \"cyclical\", end = 9, cycles = 0, rise = 1.5 }",
        "objective.kl has 0 cycles; it has to have at least 1. objective.kl rises in 1.5 of a cycle; it has to be above 0 and at most 1.")]
    [InlineData("[objective]\nsamples = 0", "objective.samples is 0; it has to be between 1 and 1000.")]
    [InlineData(
        "[model]\nkind = \"lm\"\n[objective]\nsamples = 5",
        "objective.samples is 5 and model.kind is \"lm\"; a language model has no z, so it has to be 1.")]
    [InlineData(
        "[objective]\ntarget_kl = 8\nfree_bits = 0.5",
        "objective.target_kl is 8 and objective.free_bits is 0.5; both say how many nats z has, so one of them has to be 0.")]
    [InlineData(
        "[objective]\ntarget_kl = 8\nkl = { schedule = \"linear\", end = 9 }",
        "objective.target_kl is 8, so training finds the weight of the KL term, and objective.kl has to be the number that it begins "
        + "with, between 0.001 and 1000.")]
    [InlineData(
        "[objective]\ntarget_kl = 8\nkl = 0",
        "objective.target_kl is 8, so training finds the weight of the KL term, and objective.kl has to be the number that it begins "
        + "with, between 0.001 and 1000.")]
    [InlineData(
        "[model]\nkind = \"lm\"\n[objective]\nmmd = 2\ninput_dropout = 0.3",
        "objective.input_dropout is 0.3 and model.kind is \"lm\"; a language model has no z, so it has to be 0. objective.mmd is 2 and "
        + "model.kind is \"lm\"; a language model has no z, so it has to be 0.")]
    [InlineData(
        "[model]\nkind = \"lm\"\n[training]\naggressive = true",
        "training.aggressive is true and model.kind is \"lm\"; a language model has no encoder, so it has to be false.")]
    [InlineData(
        "[model]\nkind = \"lm\"\nencoder_dropout = 0.2\nposterior = \"delta\"\nprior = \"learned\"",
        "model.encoder_dropout is 0.2 and model.kind is \"lm\"; a language model has no encoder, so it has to be 0. model.posterior is "
        + "\"delta\" and model.kind is \"lm\"; a language model has no z, so it has to be \"gaussian\". model.prior is \"learned\" and "
        + "model.kind is \"lm\"; a language model has no z, so it has to be \"standard\".")]
    [InlineData(
        "[model]\nposterior = \"batch_norm\"\nprior = \"learned\"",
        "model.prior is \"learned\" and model.posterior is \"batch_norm\", whose KL has a floor against N(0, I) only, so that a learnt prior "
        + "would take it away; set one of them to its default.")]
    [InlineData(
        "[model]\nposterior = \"batch_norm\"\nposterior_scale = 0.5\n[objective]\ntarget_kl = 8",
        "objective.target_kl is 8 and model.posterior is \"batch_norm\", whose KL is at least 8 with these sizes; aim above that, or choose "
        + "another posterior.")]
    [InlineData(
        "[model]\nposterior = \"delta\"\n[objective]\ntarget_kl = 3",
        "objective.target_kl is 3 and model.posterior is \"delta\", whose KL is at least 5 with these sizes; aim above that, or choose another "
        + "posterior.")]
    [InlineData(
        "[model]\nposterior = \"batch_norm\"\n[objective]\nmmd = 2\n[training]\nbatch = 1",
        "training.batch is 1 and model.posterior is \"batch_norm\"; one sentence has no variance, so take more at a time. training.batch is 1 "
        + "and objective.mmd is 2; one z has no distribution, so take more sentences at a time.")]
    [InlineData(
        "[model]\nlayer_dropout = 0.2",
        "model.layer_dropout is 0.2, which is dropped between layers, and model.layers is 1; set it to 0, or model.layers to 2 or more.")]
    [InlineData(
        "[training]\nplateau_limit = 3\nplateau_reload = true\nfinal_rate = 0.1",
        "training.plateau_limit is 3 and training.schedule is not \"plateau\"; set it to 0, or choose that schedule. training.plateau_reload "
        + "is true and training.schedule is not \"plateau\"; set it to false, or choose that schedule. training.final_rate is 0.1 and "
        + "training.schedule is not \"cosine\"; set it to 0, or choose that schedule.")]
    [InlineData("[objective]\nbag_of_words = -1", "objective.bag_of_words is -1; it has to be between 0 and 1000.")]
    [InlineData("[objective]\nlabel = 1001", "objective.label is 1001; it has to be between 0 and 1000.")]
    [InlineData("[objective]\nword_dropout = 1.5", "objective.word_dropout has the from value 1.5; it has to be between 0 and 1. objective.word_dropout has the to value 1.5; it has to be between 0 and 1.")]
    public void What_is_wrong_is_named_with_what_is_allowed(string toml, string problem)
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Parse(toml, "'r.toml'"));

        Assert.Equal($"The recipe 'r.toml' cannot be used. {problem}", error.Message);
    }

    [Theory]
    [InlineData("vae", false)]
    [InlineData("lm", true)]
    public void Schedules_of_terms_that_a_model_has_not_are_not_waited_for(string kind, bool haveEnded) =>
        Assert.Equal(haveEnded, Recipe.Parse("objective.kl = { schedule = \"linear\", end = 9 }", settings: [$"model.kind={kind}"]).SchedulesHaveEnded(5));

    [Fact]
    public void A_schedule_with_an_unknown_part_is_refused_with_an_example()
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Parse("[objective]\nkl = { schedule = \"linear\", stop = 5 }"));

        Assert.Equal(
            "The recipe the recipe cannot be used. objective.kl is a table with the keys schedule, stop; it has to be a number, or a "
            + "table such as { schedule = \"logistic\", from = 0.0, to = 1.0, start = 0, end = 10000 } with schedule one of "
            + "\"constant\", \"linear\", \"logistic\", \"cyclical\".",
            error.Message);
    }

    [Fact]
    public void A_cyclical_schedule_says_its_cycles_and_what_is_left_out_is_filled_in()
    {
        var recipe = Recipe.Parse(
            "[objective]\nkl = { schedule = \"cyclical\", end = 40, rise = 0.8 }\nword_dropout = { schedule = \"cyclical\", from = 1, to = 0, start = 5, end = 9, cycles = 2 }");

        Assert.Equal(new Schedule(ScheduleKind.Cyclical, 0, 1, 0, 40) { Cycles = 4, Rise = 0.8 }, recipe.Objective.Kl);
        Assert.Equal(new Schedule(ScheduleKind.Cyclical, 1, 0, 5, 9) { Cycles = 2, Rise = 0.5 }, recipe.Objective.WordDropout);
        Assert.Contains(
            "kl = { schedule = \"cyclical\", from = 0.0, to = 1.0, start = 0, end = 40, cycles = 4, rise = 0.8 }",
            recipe.ToToml(), StringComparison.Ordinal);
        Assert.Equal(recipe, Recipe.Parse(recipe.ToToml()));
        Assert.Throws<RecipeException>(() => Recipe.Parse("[objective]\nkl = { schedule = \"linear\", end = 40, cycles = 2 }"));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Parse(
            "[training]\nbatch = 0\nspeed = 1", "'r.toml'", ["nonsense", "model.latent=0"]));

        Assert.Equal(
            "The recipe 'r.toml' cannot be used. The key training.speed is unknown; the nearest known one is training.seed. "
            + "The setting 'nonsense' is not of the form key=value, such as training.batch=32. "
            + "model.latent is 0; it has to be between 1 and 65536. "
            + "training.batch is 0; it has to be between 1 and 100000.",
            error.Message);
    }

    [Fact]
    public void Broken_toml_is_told_with_its_place()
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Parse("[model\nhidden = 3", "'r.toml'"));

        Assert.StartsWith("The recipe 'r.toml' is no valid TOML: (1,7)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told_with_what_to_do()
    {
        var error = Assert.Throws<RecipeException>(() => Recipe.Load("no-such.toml"));

        Assert.StartsWith("The recipe 'no-such.toml' cannot be read: Could not find file", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give the path of a TOML file; the folder 'recipes' has some to start from.", error.Message, StringComparison.Ordinal);
    }
}
