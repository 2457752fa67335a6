package aws

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/lexmodelsv2"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

const kindLexBotAlias = "aws_lex_bot_alias"

var lexKinds = []evidence.Kind{{
	// One for each alias of each bot. The alias by which a bot is tried out is among them: who may call it gets the bot's answers.
	Name: kindLexBotAlias, Title: "Alias of an Amazon Lex bot", Provider: providerName, Deployment: evidence.PaaS, Level: evidence.Region,
	Inventory: true, Required: []string{"config.botAliasId", "config.botId", "config.creationDateTime"},
	Schema: resourceSchema(schemaOf[lexmodelsv2.DescribeBotAliasOutput](camel), nil, members{
		"bot_name": schemaText(), // absent where the list does not give it
	}),
}}

// lexCollector reads bots of the second version of Lex, whose endpoint is models-v2-lex.
var lexCollector = &collectors.Collector{
	Name: "aws/lex", Provider: providerName, Level: evidence.Region, Kinds: lexKinds,
	Operations: []collectors.Operation{
		{Name: "lex:ListBots", Form: evidence.List, Kinds: []string{kindLexBotAlias}},
		{Name: "lex:ListBotAliases", Form: evidence.List, Kinds: []string{kindLexBotAlias}, After: "lex:ListBots"},
		{Name: "lex:DescribeBotAlias", Form: evidence.Detail, Kinds: []string{kindLexBotAlias}},
		{Name: "lex:ListTagsForResource", Form: evidence.Detail, Kinds: []string{kindLexBotAlias}},
	},
	Collect: collectBotAliases,
}

func init() { collectors.Register(lexCollector) }

func collectBotAliases(ctx context.Context, session any, rec *collectors.Recorder) {
	s := session.(*Session)
	client := lexmodelsv2.NewFromConfig(s.Config)
	read := reader{rec, camel}
	var bots []map[string]any
	rec.List(ctx, "lex:ListBots", func(ctx context.Context) (int, error) {
		var err error
		bots, err = items(ctx, lexmodelsv2.NewListBotsPaginator(client, &lexmodelsv2.ListBotsInput{}), camel, "botSummaries")
		return len(bots), err
	})
	each(ctx, bots, func(ctx context.Context, bot map[string]any) {
		id := text(bot, "botId")
		aliases := read.list(ctx, "lex:ListBotAliases", kindLexBotAlias, func(ctx context.Context) ([]map[string]any, error) {
			return items(ctx, lexmodelsv2.NewListBotAliasesPaginator(client, &lexmodelsv2.ListBotAliasesInput{BotId: &id}), camel, "botAliasSummaries")
		}, func(a map[string]any) *evidence.Resource {
			res := &evidence.Resource{Name: text(a, "botAliasName"), Config: partial[lexmodelsv2.DescribeBotAliasOutput](a, camel, nil), Derived: map[string]any{}}
			res.ID = s.here("lex", "bot-alias/"+id+"/", text(a, "botAliasId"))
			res.Config["botId"] = id
			if name := text(bot, "botName"); name != "" {
				res.Derived["bot_name"] = name
			}
			return res
		})
		for _, res := range aliases {
			alias := text(res.Config, "botAliasId")
			read.main(ctx, "lex:DescribeBotAlias", res, func(ctx context.Context) (map[string]any, error) {
				return get(ctx, client.DescribeBotAlias, &lexmodelsv2.DescribeBotAliasInput{BotId: &id, BotAliasId: &alias}, camel)
			})
			read.tags(ctx, "lex:ListTagsForResource", res, func(ctx context.Context) (map[string]string, error) {
				out, err := client.ListTagsForResource(ctx, &lexmodelsv2.ListTagsForResourceInput{ResourceARN: &res.ID})
				if err != nil {
					return nil, err
				}
				return out.Tags, nil
			})
		}
	})
}
